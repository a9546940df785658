/** A place that screen readers read out when it changes; outside of what is drawn anew. */
export function createAnnouncer(): (words: string) => void {
  const place = document.createElement('div');
  place.className = 'only-read-out';
  place.setAttribute('role', 'status');
  place.setAttribute('aria-live', 'polite');
  document.body.append(place);
  return (words) => {
    place.textContent = words;
  };
}
