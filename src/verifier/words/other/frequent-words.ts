/**
 * Frequent words of languages in Latin letters that have no lists here: enough to see that a text is in none of those that
 * have, not to tell which it is.
 */
export const FREQUENT_WORDS = `
lo gli uno sono sei siamo lui lei noi voi loro mio mia tuo tua suo sua questo questa questi quella che chi cosa dove
quando perché quanto quale quali senza di da nel nella del della dei delle degli al alla posso puoi può fare faccio
più anche grazie ciao con si mi spiega
um uma o os ao eu ele ela você vocês nós meu minha seu sua isto isso este quem onde quando qual quais com sem em na
nas nos da dos das fazer faço não mais também obrigado posso pode como por para é são
het een ik jij je wij zij zijn bent niet geen hoe wat waar wanneer waarom welke kan kun mijn jouw naar voor met
zonder uit bij op te dit dat deze van en ook nog moet wil maak krijg heb heeft
och att det en ett jag du han hon vi ni är inte hur vad var när varför vilken med utan av kan min mitt ditt för som på
jeg er ikke hvordan hvad hva hvor hvornår hvorfor hvilken uden uten til af med mit fra på og kan skal vil
jak co kto gdzie kiedy dlaczego czy nie jest są mój moja od dla bez mogę można się na w z
jak co kdo kde kdy proč je není můj pro bez mohu jako se na v
nasıl ne nerede neden niçin kim hangi bir bu için değil mi mı ile var yok benim
cum ce unde când ce cine care este sunt nu și pentru fără la din
hogyan mi hol mikor miért ki melyik nem van és egy az nélkül kell
miten mikä missä milloin miksi kuka ei ja ilman voin minun
bagaimana apa siapa di mana kapan mengapa tidak dan yang untuk tanpa dengan ini itu saya
làm thế nào là gì ở đâu khi tại sao không và cho tôi của
kya hai kaise mein ka ki ke ko aur nahi kyu kyun kaun`;
