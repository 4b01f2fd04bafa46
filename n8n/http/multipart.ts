/** Bodies of `multipart/form-data` (RFC 7578), for requests with files. */
import { randomBytes } from 'node:crypto';
import type { FilePart } from '../../core/provider';

/** Text fields and files. It is encoded by the credential, which may add fields of its own. */
export class Multipart {
	constructor(
		readonly fields: Readonly<Record<string, string>>,
		readonly files: readonly FilePart[],
	) {}

	/** The body as bytes, with its content type. @param fields instead of its own text fields */
	encode(fields = this.fields): { readonly type: string; readonly content: Buffer } {
		const boundary = `sms-suite-${randomBytes(16).toString('hex')}`;
		const texts = Object.entries(fields).map(([name, value]) =>
			Buffer.from(`--${boundary}\r\n${disposition(name)}\r\n\r\n${value}\r\n`),
		);
		const files = this.files.flatMap(({ field, name, type, content }) => [
			Buffer.from(
				`--${boundary}\r\n${disposition(field, name)}\r\nContent-Type: ${header(type)}\r\n\r\n`,
			),
			content,
			Buffer.from('\r\n'),
		]);
		return {
			type: `multipart/form-data; boundary=${boundary}`,
			content: Buffer.concat([...texts, ...files, Buffer.from(`--${boundary}--\r\n`)]),
		};
	}
}

/** A value in a header: no line ends, and quotes as browsers write them. */
const header = (value: string): string => value.replace(/"/g, '%22').replace(/[\p{Cc}]/gu, ' ');

const disposition = (field: string, filename?: string): string =>
	`Content-Disposition: form-data; name="${header(field)}"${
		filename === undefined ? '' : `; filename="${header(filename)}"`
	}`;
