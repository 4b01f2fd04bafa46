import { randomUUID } from 'node:crypto';

type Texts = Record<string, string>;
interface Encoded {
	headers: Record<string, string>;
	body: string;
}

export const encodeForm = (fields: Texts): Encoded => ({
	headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
	body: new URLSearchParams(fields).toString(),
});

/** RFC 7578. The boundary is random, so no name or value contains it. */
export function encodeMultipart(fields: Texts): Encoded {
	const boundary = `----sandbox${randomUUID().replaceAll('-', '')}`;
	const parts = Object.entries(fields).map(
		([name, value]) =>
			`--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
	);
	return {
		headers: { 'Content-Type': `multipart/form-data; boundary=${boundary}` },
		body: `${parts.join('')}--${boundary}--\r\n`,
	};
}
