/** The lists behind "From List": groups, contacts and messages of the account. */
import {
	type IDataObject,
	type ILoadOptionsFunctions,
	type INodeListSearchItems,
	type INodeListSearchResult,
	NodeOperationError,
} from 'n8n-workflow';
import type { ApiRequest } from '../../core/provider';
import { errorNode, toError } from '../../n8n/errors';
import { readRunParams } from '../../n8n/params';
import { path } from '../../n8n/path';
import { connectGoToneSms, paging, readAnswer } from './client';
import { simplify } from './operations/contactFields';
import { GROUPS } from './operations/contactGroup';
import { CONTACT_GROUP_FIELD } from './operations/locators';
import { MESSAGES } from './wire';

/** One page per call: the editor asks for the next one while the user scrolls. */
async function searchPages(
	ctx: ILoadOptionsFunctions,
	request: ApiRequest,
	toItem: (row: IDataObject) => INodeListSearchItems,
	filter = '',
	token = '0',
): Promise<INodeListSearchResult> {
	const page = Number(token);
	const api = await connectGoToneSms(ctx);
	const query = paging.query(page, paging.pageSize(1));
	const answer = readAnswer(await api.request({ ...request, query }));
	if (!answer.ok) throw toError(ctx, answer.failure, { status: answer.status });
	const { rows, more } = paging.read(answer.data);
	const wanted = filter.toLowerCase();
	return {
		results: rows.map(toItem).filter(({ name }) => name.toLowerCase().includes(wanted)),
		...(more && { paginationToken: String(page + 1) }),
	};
}

export async function searchContactGroups(
	this: ILoadOptionsFunctions,
	filter?: string,
	token?: string,
): Promise<INodeListSearchResult> {
	const toItem = ({ name, uid }: IDataObject) => ({ name: String(name), value: String(uid) });
	return await searchPages(this, { method: 'GET', path: GROUPS }, toItem, filter, token);
}

/** Who a contact is, in one line. */
function contactItem(row: IDataObject): INodeListSearchItems {
	const { uid, phone, firstName, lastName } = simplify(row);
	const name = [firstName, lastName].filter(Boolean).join(' ');
	return { name: name ? `${name} (${String(phone)})` : String(phone), value: String(uid) };
}

/** The contacts of the group that is chosen in the same node. */
export async function searchContacts(
	this: ILoadOptionsFunctions,
	filter?: string,
	token?: string,
): Promise<INodeListSearchResult> {
	const { contactGroup: group } = readRunParams(this, [
		{ ...CONTACT_GROUP_FIELD, required: false },
	]);
	if (group === '') {
		throw new NodeOperationError(errorNode(this), 'Choose the contact group first');
	}
	const request = { method: 'POST' as const, path: path`/contacts/${group}/all` };
	return await searchPages(this, request, contactItem, filter, token);
}

const SHOWN_OF_A_TEXT = 40;

/** Recipient and beginning of a message. */
function messageItem({ uid, to, message }: IDataObject): INodeListSearchItems {
	const text = String(message ?? '');
	const shown =
		text.length > SHOWN_OF_A_TEXT ? `${text.slice(0, SHOWN_OF_A_TEXT).trimEnd()}…` : text;
	return { name: `${String(to)}: ${shown}`, value: String(uid) };
}

export async function searchMessages(
	this: ILoadOptionsFunctions,
	filter?: string,
	token?: string,
): Promise<INodeListSearchResult> {
	return await searchPages(this, { method: 'GET', path: MESSAGES }, messageItem, filter, token);
}
