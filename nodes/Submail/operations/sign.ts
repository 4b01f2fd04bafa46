import { requestOperation, type Resource } from '../../../n8n/operations/operation';
import { signClient } from '../client';

const STATES: Readonly<Record<string, string>> = { 0: 'inReview', 1: 'approved' };

const getAll = requestOperation({
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many signatures',
	description: 'Get the signatures of the app, and whether SUBMAIL has approved them',
	list: true,
	fields: [],
	request: () => ({ method: 'GET', path: '/sms/appextend.json' }),
	simplify: (row) => ({
		signature: row.smsSignature ?? null,
		state: STATES[String(row.status)] ?? 'rejected',
		extension: row.extend ?? null,
		appId: row.appid ?? null,
	}),
});

export const sign: Resource = {
	name: 'Signature',
	value: 'sign',
	operations: [getAll],
	client: signClient,
};
