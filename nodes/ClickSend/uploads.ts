/**
 * Pictures from n8n's binary data for MMS: ClickSend converts them, and sends them from an address of its
 * own (docs/providers/clicksend.md §12).
 */
import type { IExecuteFunctions } from 'n8n-workflow';
import { fingerprint } from '../../core/digests';
import type { Failure } from '../../core/outcome';
import { fault, type Fault } from '../../core/planning/draft';
import type { Api } from '../../core/provider';
import { isObject, textIn } from '../../core/values';
import { readAnswer } from './client';
import { BULK_TIMEOUT_MS } from './send';

/** The first bytes of the formats that ClickSend converts, in hexadecimal. */
const FORMATS: readonly string[] = ['ffd8ff', '47494638', '89504e47', '424d'];
const LONGEST_START = 4;

const FIELD = 'Input Data Field Name';

const NO_ADDRESS: Failure = {
	class: 'providerDown',
	code: 'NO_ADDRESS',
	message: 'ClickSend’s answer has no address for the uploaded file',
	hint: 'Try again, or use a Media URL.',
};

/** An identity of a file that is the same whenever it is uploaded. */
const identityOf = (content: string): string => fingerprint(content, 22);

export class Uploads {
	/** Where ClickSend has each file, by its identity. */
	readonly addresses = new Map<string, string>();

	/** @param isDryRun whether to look at the files only */
	constructor(
		private readonly ctx: Pick<IExecuteFunctions, 'helpers'>,
		private readonly api: Api,
		private readonly isDryRun: boolean,
	) {}

	/** Uploads the file in a binary field of an item, unless it was uploaded already; returns its identity. */
	async add(item: number, field: string): Promise<string | Fault> {
		const content = await this.read(item, field);
		if (typeof content !== 'string') return content;
		const identity = identityOf(content);
		if (this.isDryRun || this.addresses.has(identity)) return identity;
		const address = await this.upload(content);
		if (typeof address !== 'string') return { parameter: FIELD, failure: address };
		this.addresses.set(identity, address);
		return identity;
	}

	/** The content in base64. */
	private async read(item: number, field: string): Promise<string | Fault> {
		const { helpers } = this.ctx;
		const name = field.trim();
		if (name === '') {
			return fault(FIELD, 'content', `${FIELD} is empty`, 'Enter the name, for example data.');
		}
		let bytes: Buffer;
		try {
			helpers.assertBinaryData(item, name);
			bytes = await helpers.getBinaryDataBuffer(item, name);
		} catch {
			return fault(
				FIELD,
				'content',
				`The item has no binary file in the field "${name.slice(0, 40)}"`,
				'Check the binary data of the input: the node before may give it another name.',
			);
		}
		const start = bytes.subarray(0, LONGEST_START).toString('hex');
		if (FORMATS.some((format) => start.startsWith(format))) return bytes.toString('base64');
		return fault(
			FIELD,
			'content',
			`The file in the field "${name.slice(0, 40)}" is not a picture that ClickSend converts`,
			'Use a JPG, GIF, PNG or BMP.',
		);
	}

	private async upload(content: string): Promise<string | Failure> {
		const answer = readAnswer(
			await this.api.request({
				method: 'POST',
				path: '/v3/uploads',
				query: { convert: 'mms' },
				body: { content },
				timeoutMs: BULK_TIMEOUT_MS,
			}),
		);
		if (!answer.ok) {
			const { failure } = answer;
			// An upload sends no message, so an unclear answer means that none was sent.
			return failure.class === 'unknownOutcome' ? { ...failure, class: 'providerDown' } : failure;
		}
		const address = isObject(answer.data) ? (textIn(answer.data._url) ?? '') : '';
		return /^https?:/.test(address) ? address : NO_ADDRESS;
	}
}
