import t from 'tap';
import { providerHeaders } from '../../src/config/provider-headers.ts';

t.test('reads headers as comma-separated pairs or a JSON object', async (t) => {
  t.same(providerHeaders('X-Portkey-Config: pc-1, x-team=design'), { 'x-portkey-config': 'pc-1', 'x-team': 'design' });
  t.same(providerHeaders('x-list: one, two'), { 'x-list': 'one, two' });
  t.same(providerHeaders('{"x-rules": "a=1, b: 2"}'), { 'x-rules': 'a=1, b: 2' });
  t.same(providerHeaders('api-key: ab:cd='), { 'api-key': 'ab:cd=' });
});

t.test('refuses invalid headers without repeating the value', async (t) => {
  for (const value of [
    'just-a-key-9f3',
    '{"x": 1}',
    '{',
    'x-a: gr\u00fc\u00dfe-9f3',
    'content-length: 3',
    'bad name: x',
    'x-empty:',
  ]) {
    t.throws(() => providerHeaders(value), { message: /^must (?!.*9f3)/ }, value);
  }
});
