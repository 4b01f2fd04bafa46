/** Files of an input item that a request uploads. */
import type { IExecuteFunctions } from 'n8n-workflow';
import { maskText } from '../../core/message';
import { fault, type Fault, isFault } from '../../core/planning/draft';
import type { FilePart } from '../../core/provider';
import type { Attachments, ItemFile, RequestEnv } from './operation';

/** All files of a request together, because they are in memory at the same time. */
const LARGEST_BYTES = 16 * 1024 * 1024;

export type FileContext = Pick<IExecuteFunctions, 'getInputData' | 'helpers'>;

/**
 * Reads a file of an item.
 *
 * @param parameter the label of the parameter that names the binary field
 */
export async function readFile(
	ctx: FileContext,
	item: number,
	parameter: string,
	name: string,
): Promise<ItemFile | Fault> {
	const refuse = (message: string, hint: string) => fault(parameter, 'content', message, hint);
	if (name === '') {
		return refuse(`${parameter} is empty`, 'Enter the name of a binary field of the input.');
	}
	const binary = ctx.getInputData()[item]?.binary ?? {};
	const data = Object.hasOwn(binary, name) ? binary[name] : undefined;
	if (!data) {
		const others = Object.keys(binary).map((one) => maskText(one));
		return refuse(
			`${parameter}: the item has no binary field "${maskText(name)}"`,
			others.length > 0
				? `Its binary fields are: ${others.join(', ')}.`
				: 'The item has no files: connect a node that outputs one.',
		);
	}
	const content = await ctx.helpers.getBinaryDataBuffer(item, name);
	if (content.length > 0) return { name: data.fileName ?? name, type: data.mimeType, content };
	return refuse(
		`${parameter}: the file in "${maskText(name)}" is empty`,
		'Check the node that made it.',
	);
}

/**
 * Reads the named files of an item.
 *
 * @throws NodeOperationError that names the item, if a file is missing or empty, or if they are too large
 */
export async function readAttachments(
	ctx: FileContext,
	item: number,
	{ parameter, names, field }: Attachments,
	{ refuse }: RequestEnv,
): Promise<FilePart[]> {
	const files: FilePart[] = [];
	let size = 0;
	for (const name of names.length === 0 ? [''] : names) {
		const file = await readFile(ctx, item, parameter, name);
		if (isFault(file)) throw refuse(file.failure.message, file.failure.hint ?? '');
		size += file.content.length;
		if (size > LARGEST_BYTES) {
			throw refuse(`${parameter}: the files have more than 16 MiB together`, 'Make them smaller.');
		}
		files.push({ field, ...file });
	}
	return files;
}
