import { supportedMembers } from '../../../../src/policy/expression/supported-members';

describe('the list of supported members', () => {
  it.each([
    'context.Request.Headers.GetValueOrDefault(key, defaultValue)',
    'context.Request.Body.As<T>(preserveContent)',
    'context.Response.StatusCode',
    'context.User.Groups',
    'string.Substring(start, length)',
    'string.Join(separator, values)',
    'DateTime.UtcNow',
    'Regex.IsMatch(text, pattern, options)',
    'new JObject(properties)',
    'IEnumerable.Any(predicate)',
  ])('has %s', (member) => {
    expect(supportedMembers()).toContain(member);
  });
  it('has each once', () => {
    expect(new Set(supportedMembers()).size).toBe(supportedMembers().length);
  });
});
