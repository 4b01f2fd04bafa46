import { readMultipart, Upload } from '../../sandbox/multipart.mts';

const part = (name: string, content: string) =>
	`--b\r\nContent-Disposition: form-data; ${name}\r\n\r\n${content}\r\n`;
const read = (body: string, type = 'multipart/form-data; boundary=b') => readMultipart(type, body);

it('reads fields, the last of several with the same name, and describes files', () => {
	const file =
		'--b\r\ncontent-disposition: form-data; name="c"; filename="x.png"\r\nContent-Type: image/png\r\n\r\nabc\r\n';
	const body = `${part('name="a"', '1')}${part('name="a"', 'two\r\nlines')}${file}${part('name="d"', '')}--b--\r\n`;
	const fields = { a: 'two\r\nlines', c: new Upload('x.png', 'abc'), d: '' };
	expect(read(body)).toEqual(fields);
	expect(read(body, 'multipart/form-data; charset=utf-8; boundary="b"')).toEqual(fields);
});

it.each([
	['a missing boundary', `${part('name="a"', '1')}--b--`, 'multipart/form-data'],
	['another boundary', `${part('name="a"', '1')}--b--`, 'multipart/form-data; boundary=c'],
	['no end', part('name="a"', '1'), undefined],
	['a part without a name', `${part('filename="a"', '1')}--b--`, undefined],
	['a part without a body', '--b\r\nContent-Disposition: form-data; name="a"\r\n--b--', undefined],
])('does not read a body with %s', (_what, body, type) => {
	expect(read(body, type)).toBeUndefined();
});
