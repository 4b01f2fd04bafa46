import { type Fields } from './values.mts';

/** A file in a form. Its content is not kept. */
export class Upload {
	readonly filename: string;
	readonly size: number;

	constructor(filename: string, content: string) {
		this.filename = filename;
		this.size = content.length;
	}
}

/** The value of the parameter `name` in a header, e.g. `name="…"`. */
const parameter = (header: string, name: string) =>
	new RegExp(`;\\s*${name}="([^"]*)"`, 'i').exec(header)?.[1];

/**
 * The fields of a `multipart/form-data` body (RFC 7578); undefined when the body is invalid. As in PHP,
 * of several fields with the same name the last one counts, unless the name ends with `[]`: those are
 * collected in a list under the name without the brackets.
 */
export function readMultipart(contentType: string, text: string): Fields | undefined {
	const [, quoted, plain] = /boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType) ?? [];
	const boundary = quoted ?? plain;
	if (!boundary) return undefined;
	const fields: Fields = {};
	for (const part of `\r\n${text}`.split(`\r\n--${boundary}`).slice(1)) {
		if (part.startsWith('--')) return fields;
		const end = part.indexOf('\r\n\r\n');
		const head = part.slice(0, Math.max(end, 0));
		const disposition = /^content-disposition:.*$/im.exec(head)?.[0] ?? '';
		const name = parameter(disposition, 'name');
		if (end < 0 || name === undefined) return undefined;
		const content = part.slice(end + 4);
		const filename = parameter(disposition, 'filename');
		const value = filename === undefined ? content : new Upload(filename, content);
		if (!name.endsWith('[]')) fields[name] = value;
		else {
			const list = name.slice(0, -2);
			const known = fields[list];
			fields[list] = [...(Array.isArray(known) ? (known as unknown[]) : []), value];
		}
	}
	// Without the closing delimiter the body is incomplete.
	return undefined;
}
