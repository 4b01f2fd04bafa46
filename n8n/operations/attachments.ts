/** Files of an input item that a request uploads. */
import type { IExecuteFunctions } from 'n8n-workflow';
import { maskText } from '../../core/message';
import type { FilePart } from '../../core/provider';
import type { Attachments, RequestEnv } from './operation';

/** All files of a request together, because they are in memory at the same time. */
const LARGEST_BYTES = 16 * 1024 * 1024;

/**
 * Reads the named files of an item.
 *
 * @throws NodeOperationError that names the item, if a file is missing or empty, or if they are too large
 */
export async function readAttachments(
	ctx: IExecuteFunctions,
	item: number,
	{ parameter, names, field }: Attachments,
	{ refuse }: RequestEnv,
): Promise<FilePart[]> {
	const binary = ctx.getInputData()[item]?.binary ?? {};
	const known = Object.keys(binary);
	if (names.length === 0) {
		throw refuse(`${parameter} is empty`, 'Enter the name of a binary field of the input.');
	}
	const files: FilePart[] = [];
	let size = 0;
	for (const name of names) {
		const data = Object.hasOwn(binary, name) ? binary[name] : undefined;
		if (!data) {
			const others = known.map((one) => maskText(one)).join(', ');
			throw refuse(
				`${parameter}: the item has no binary field "${maskText(name)}"`,
				others
					? `Its binary fields are: ${others}.`
					: 'The item has no files: connect a node that outputs one.',
			);
		}
		const content = await ctx.helpers.getBinaryDataBuffer(item, name);
		if (content.length === 0) {
			throw refuse(
				`${parameter}: the file in "${maskText(name)}" is empty`,
				'Check the node that made it.',
			);
		}
		size += content.length;
		if (size > LARGEST_BYTES) {
			throw refuse(`${parameter}: the files have more than 16 MiB together`, 'Make them smaller.');
		}
		files.push({ field, name: data.fileName ?? name, type: data.mimeType, content });
	}
	return files;
}
