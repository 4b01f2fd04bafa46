/** The lists behind "From List": signs and templates of the account. */
import type {
	IDataObject,
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';
import { toError } from '../../n8n/errors';
import { connectEngageLab, readAnswer, translating } from './client';
import { simpleSign, simpleTemplate } from './rows';

async function search(
	ctx: ILoadOptionsFunctions,
	path: string,
	toItem: (row: IDataObject) => INodeListSearchItems,
	filter = '',
): Promise<INodeListSearchResult> {
	const api = translating(await connectEngageLab(ctx));
	const answer = readAnswer(await api.request({ method: 'GET', path }));
	if (!answer.ok) throw toError(ctx, answer.failure, { status: answer.status });
	const rows = Array.isArray(answer.data) ? (answer.data as IDataObject[]) : [];
	const wanted = filter.toLowerCase();
	return {
		results: rows.map(toItem).filter(({ name }) => name.toLowerCase().includes(wanted)),
	};
}

/** `Alert`, or `Alert (pending)` where it cannot be used yet. */
const nameWithStatus = (name: unknown, status: unknown): string =>
	status === null || status === 'approved' ? String(name) : `${String(name)} (${String(status)})`;

export async function searchSigns(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const toItem = (row: IDataObject) => {
		const { signId, signName, status } = simpleSign(row);
		return { name: nameWithStatus(signName, status), value: String(signId) };
	};
	return await search(this, '/signs', toItem, filter);
}

export async function searchTemplates(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const toItem = (row: IDataObject) => {
		const { templateId, templateName, status } = simpleTemplate(row);
		return { name: nameWithStatus(templateName, status), value: String(templateId) };
	};
	return await search(this, '/templates', toItem, filter);
}
