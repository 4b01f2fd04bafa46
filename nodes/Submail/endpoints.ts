/** All endpoints used for sending, for docs/operations.md (docs/providers/submail.md §3.2, §5, §7, §9). */
import type { Endpoint } from '../../core/provider';
import type { Call } from './group';

const domestic = (call: Call, where: string): Endpoint => ({
	method: 'POST',
	path: `/sms/${call}.json`,
	where: `a domestic app sends ${where}`,
});

const international = (call: Call, where: string): Endpoint => ({
	method: 'POST',
	path: `/internationalsms/${call}.json`,
	where: `an international app sends ${where}`,
});

const TEXTS: readonly Endpoint[] = [
	domestic('send', 'a text to one number'),
	domestic('batchsend', 'a text to many numbers'),
	international('send', 'a text to one number'),
	international('batchsend', 'a text to many numbers'),
];

const TEMPLATES: readonly Endpoint[] = [
	domestic('xsend', 'a template to one number'),
	domestic('batchxsend', 'a template with the same variables to many numbers'),
	domestic('multixsend', 'a template with different variables to many numbers'),
	international('xsend', 'a template to one number'),
	international('multixsend', 'a template to many numbers'),
];

const SHARED: readonly Endpoint[] = [
	{
		method: 'POST',
		path: '/sms/log.json',
		where: 'the answer to a domestic app leaves the outcome of a message unclear',
	},
	{ method: 'GET', path: '/service/timestamp', where: 'the signature is a hash' },
];

export const TEXT_ENDPOINTS: readonly Endpoint[] = [...TEXTS, ...SHARED];
export const TEMPLATE_ENDPOINTS: readonly Endpoint[] = [...TEMPLATES, ...SHARED];
export const SUBMAIL_ENDPOINTS: readonly Endpoint[] = [...TEXTS, ...TEMPLATES, ...SHARED];
