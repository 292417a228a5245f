import { fillIn } from '../../../rehearsal/workload/client-request';

const VALUES = { number: 17, client: 'Sao Paulo', sequence: 6, time: '2026-01-05T00:00:00.000Z' };

function bodyOf(body: unknown): unknown {
  const request = fillIn({ method: 'POST', path: '/orders', body, everySeconds: 60 }, VALUES);
  return JSON.parse(new TextDecoder().decode(request.body));
}

test('a placeholder by itself becomes its value, a number where that is one; within a text it is text', () => {
  expect(
    bodyOf({ id: '{number}', who: '{client}', lines: [{ note: 'order {number} at {time}' }], paid: true }),
  ).toEqual({
    id: 17,
    who: 'Sao Paulo',
    lines: [{ note: 'order 17 at 2026-01-05T00:00:00.000Z' }],
    paid: true,
  });
});

test('in the path it is encoded', () => {
  const request = fillIn({ method: 'PUT', path: '/of/{client}/{sequence}', everySeconds: 60 }, VALUES);
  expect(request.path).toBe('/of/Sao%20Paulo/6');
});

test('without a body nothing is said of its type', () => {
  const { body, headers } = fillIn({ method: 'GET', path: '/status', everySeconds: 60 }, VALUES);
  expect({ bytes: body.byteLength, headers }).toEqual({ bytes: 0, headers: {} });
});

test('headers of its own are sent in lower case, beside the type of the body', () => {
  const headers = { Authorization: 'Bearer {client}' };
  const request = fillIn({ method: 'POST', path: '/orders', headers, body: {}, everySeconds: 60 }, VALUES);
  expect(request.headers).toEqual({ authorization: 'Bearer Sao Paulo', 'content-type': 'application/json' });
});
