/**
 * Pictures from n8n's binary data for MMS: ClickSend converts them, and sends them from an address of its
 * own (docs/providers/clicksend.md §12).
 */
import { fingerprint } from '../../core/digests';
import { maskText } from '../../core/message';
import type { Failure } from '../../core/outcome';
import { fault, type Fault, isFault } from '../../core/planning/draft';
import type { Api, ApiRequest } from '../../core/provider';
import { isObject, textIn } from '../../core/values';
import { type FileContext, readFile } from '../../n8n/operations/attachments';
import type { ItemFile } from '../../n8n/operations/operation';
import { readAnswer } from './client';
import { BULK_TIMEOUT_MS } from './send';

/** The first bytes of the formats that ClickSend converts, in hexadecimal. */
const FORMATS: readonly string[] = ['ffd8ff', '47494638', '89504e47', '424d'];
const LONGEST_START = 4;

/** The label of the parameter that names the file. */
export const FIELD = 'Input Data Field Name';

const NO_ADDRESS: Failure = {
	class: 'providerDown',
	code: 'NO_ADDRESS',
	message: 'ClickSend’s answer has no address for the uploaded file',
	hint: 'Try again, or use a Media URL.',
};

/** An identity of a file that is the same whenever it is uploaded. */
const identityOf = (content: string): string => fingerprint(content, 22);

/** The content in base64, or why ClickSend does not take it. */
export function pictureOf({ content }: ItemFile, field: string): string | Fault {
	const start = content.subarray(0, LONGEST_START).toString('hex');
	if (FORMATS.some((format) => start.startsWith(format))) return content.toString('base64');
	return fault(
		FIELD,
		'content',
		`The file in the field "${maskText(field)}" is not a picture that ClickSend converts`,
		'Use a JPG, GIF, PNG or BMP.',
	);
}

export const uploadRequest = (content: string): ApiRequest => ({
	method: 'POST',
	path: '/v3/uploads',
	query: { convert: 'mms' },
	body: { content },
	timeoutMs: BULK_TIMEOUT_MS,
});

/** Where ClickSend has the file, by the data of its answer. */
export function addressIn(data: unknown): string | Failure {
	const address = isObject(data) ? (textIn(data._url) ?? '') : '';
	return /^https?:/.test(address) ? address : NO_ADDRESS;
}

export class Uploads {
	/** Where ClickSend has each file, by its identity. */
	readonly addresses = new Map<string, string>();

	/** @param isDryRun whether to look at the files only */
	constructor(
		private readonly ctx: FileContext,
		private readonly api: Api,
		private readonly isDryRun: boolean,
	) {}

	/** Uploads the file in a binary field of an item, unless it was uploaded already; returns its identity. */
	async add(item: number, field: string): Promise<string | Fault> {
		const file = await readFile(this.ctx, item, FIELD, field.trim());
		const content = isFault(file) ? file : pictureOf(file, field.trim());
		if (typeof content !== 'string') return content;
		const identity = identityOf(content);
		if (this.isDryRun || this.addresses.has(identity)) return identity;
		const address = await this.upload(content);
		if (typeof address !== 'string') return { parameter: FIELD, failure: address };
		this.addresses.set(identity, address);
		return identity;
	}

	private async upload(content: string): Promise<string | Failure> {
		const answer = readAnswer(await this.api.request(uploadRequest(content)));
		if (answer.ok) return addressIn(answer.data);
		const { failure } = answer;
		// An upload sends no message, so an unclear answer means that none was sent.
		return failure.class === 'unknownOutcome' ? { ...failure, class: 'providerDown' } : failure;
	}
}
