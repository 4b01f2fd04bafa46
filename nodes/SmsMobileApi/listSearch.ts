/** The lists behind "From List": sent messages and the phones of the account. */
import type {
	IDataObject,
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';
import { toError } from '../../n8n/errors';
import type { Client } from '../../n8n/operation';
import { collect } from '../../n8n/paging';
import { authenticationOf, client, connectSmsMobile } from './client';
import { guidOf, SENT_LOG, sentLog } from './sentLog';

const SHOWN = 100;

async function rowsOf(
	ctx: ILoadOptionsFunctions,
	reader: Pick<Client, 'read' | 'paging'>,
	path: string,
	query: Record<string, string | undefined>,
): Promise<IDataObject[]> {
	const api = await connectSmsMobile(ctx, authenticationOf(ctx));
	const found = await collect(reader, api, { method: 'GET', path, query }, SHOWN);
	if (!found.ok) throw toError(ctx, found.failure, { status: found.status });
	return found.rows;
}

const text = (...values: unknown[]): string =>
	values
		.filter((value) => typeof value === 'string' || typeof value === 'number')
		.map(String)
		.find((value) => value !== '') ?? '';

/** The newest messages of the log, or those that the log finds. */
export async function searchMessages(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const rows = await rowsOf(this, sentLog, SENT_LOG, { keyword: filter || undefined });
	const results = rows.flatMap((row): INodeListSearchItems[] => {
		const guid = guidOf(row);
		if (guid === undefined) return [];
		const failed = text(row.send_from_mobile_erreur) ? ', failed' : '';
		const name = `${text(row.number, row.recipients, guid)}${failed}: ${text(row.message)}`;
		return [{ name, value: guid }];
	});
	return { results };
}

/** The phones that are connected to the account. */
export async function searchDevices(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const query = { search: filter || undefined };
	const rows = await rowsOf(this, client, '/gateway/mobile/list/', query);
	const results = rows.flatMap((row): INodeListSearchItems[] => {
		const sid = text(row.sid, row.sIdentifiant, row.sIdentifiantPhone);
		return sid ? [{ name: text(row.name, row.alias, row.model, sid), value: sid }] : [];
	});
	return { results };
}
