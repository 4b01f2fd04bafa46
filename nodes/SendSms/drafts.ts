/** What the parameters of Send SMS say about each item. */
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { Draft } from '../../core/draft';
import { readDraft, readDraftOptions } from '../../n8n/send-options';

type PerProvider = NonNullable<Draft['perProvider']>;

/** The rows of a fixed collection; anything else that an expression gives has none. */
export function rowsOf(collection: unknown, name: string): IDataObject[] {
	const rows = (collection as IDataObject | null | undefined)?.[name];
	const isRow = (row: unknown): row is IDataObject => typeof row === 'object' && row !== null;
	return Array.isArray(rows) ? (rows as unknown[]).filter(isRow) : [];
}

function readTemplates(ctx: IExecuteFunctions, item: number): PerProvider {
	const variables = Object.fromEntries(
		rowsOf(ctx.getNodeParameter('variables', item, {}), 'variable').map(({ name, value }) => [
			String(name ?? ''),
			value,
		]),
	);
	const templates = rowsOf(ctx.getNodeParameter('templates', item, {}), 'template');
	return Object.fromEntries(
		templates.map(({ provider, templateId }) => [
			String(provider),
			{ template: { id: templateId, variables } },
		]),
	);
}

/** What is different for some of the providers: templates and senders. */
function perProvider(ctx: IExecuteFunctions, item: number, options: IDataObject): PerProvider {
	const byTemplate = ctx.getNodeParameter('contentType', item, 'text') === 'template';
	const merged: Record<string, PerProvider[string]> = byTemplate ? readTemplates(ctx, item) : {};
	for (const { provider, from } of rowsOf(options.senders, 'sender')) {
		merged[String(provider)] = { ...merged[String(provider)], from };
	}
	return merged;
}

/** One draft per input item; an expression that fails concerns its own item only. */
export function readDrafts(ctx: IExecuteFunctions): Draft[] {
	return ctx.getInputData().map((_, item) =>
		readDraft(item, () => {
			const options = ctx.getNodeParameter('options', item, {}) as IDataObject;
			return {
				to: ctx.getNodeParameter('to', item, ''),
				text: ctx.getNodeParameter('message', item, ''),
				from: ctx.getNodeParameter('from', item, ''),
				perProvider: perProvider(ctx, item, options),
				...readDraftOptions(options),
			};
		}),
	);
}
