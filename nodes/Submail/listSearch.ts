/** The lists behind "From List": templates and signatures of the app. */
import type {
	IDataObject,
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';
import type { ApiRequest } from '../../core/provider';
import { toError } from '../../n8n/errors';
import { client, connectSubmail, paging } from './client';

const PAGE = 50;

async function fetchPage(ctx: ILoadOptionsFunctions, request: ApiRequest) {
	const api = await connectSubmail(ctx);
	const answer = client.read(await api.request(request));
	if (!answer.ok) throw toError(ctx, answer.failure, { status: answer.status });
	return paging.read(answer.data);
}

function contains(filter: string | undefined): (item: INodeListSearchItems) => boolean {
	const wanted = filter?.toLowerCase() ?? '';
	return ({ name }) => name.toLowerCase().includes(wanted);
}

function templateItem(row: IDataObject): INodeListSearchItems {
	const title = String(row.sms_title ?? '') || String(row.sms_content ?? '').slice(0, 40);
	const state = String(row.template_status) === '2' ? '' : ' (not approved)';
	return { name: `${title}${state}`, value: String(row.template_id) };
}

/** Templates, 50 a page. */
export async function searchTemplates(
	this: ILoadOptionsFunctions,
	filter?: string,
	token?: string,
): Promise<INodeListSearchResult> {
	const page = Number(token ?? 0);
	const query = paging.query(page, PAGE);
	const { rows, more } = await fetchPage(this, {
		method: 'GET',
		path: '/sms/template.json',
		query,
	});
	return {
		results: rows.map(templateItem).filter(contains(filter)),
		...(more && { paginationToken: String(page + 1) }),
	};
}

/** Signatures that are approved. */
export async function searchSigns(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const { rows } = await fetchPage(this, { method: 'GET', path: '/sms/appextend.json' });
	const results = rows
		.filter(({ status }) => Number(status) === 1)
		.map(({ smsSignature }) => ({ name: String(smsSignature), value: String(smsSignature) }));
	return { results: results.filter(contains(filter)) };
}
