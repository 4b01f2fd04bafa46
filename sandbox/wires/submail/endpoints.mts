import { internationalBalance, smsBalance } from './account-calls.mts';
import { subscribe, unsubscribe } from './address-book.mts';
import { appextend } from './appextend.mts';
import { type Endpoint } from './call.mts';
import { log } from './log.mts';
import { mo } from './mo.mts';
import { reports } from './reports.mts';
import { batchsend, batchxsend } from './send-batch.mts';
import { multisend, multixsend } from './send-multi.mts';
import { send, unionsend, xsend } from './send-one.mts';
import { templates } from './templates.mts';

type Rest = Omit<Endpoint, 'methods' | 'kind' | 'answer'>;

const domestic = (methods: string, answer: Endpoint['answer'], rest: Rest = {}): Endpoint => ({
	methods: methods.split(' '),
	kind: 'domestic',
	answer,
	...rest,
});

const international: typeof domestic = (methods, answer, rest) => ({
	...domestic(methods, answer, rest),
	kind: 'international',
});

/** The parameters that sign_version 2 leaves out, per call (docs/providers/submail.md §3.3). */
const freeText = { unsignedInV2: ['content'] } as const;
const template = { unsignedInV2: ['vars'], perhapsSigned: ['sms_signature'] } as const;
const multi = { unsignedInV2: ['multi', 'content'] } as const;
const multiTemplate = { ...multi, perhapsSigned: ['sms_signature'] } as const;
const managed = {
	unsignedInV2: ['sms_title', 'sms_signature', 'sms_content'],
	perhapsSigned: ['offset'],
} as const;

/** Every call that needs an app. GET only where it is documented (docs/providers/submail.md §2, §8). */
export const endpoints: Readonly<Record<string, Endpoint>> = {
	'sms/send': domestic('GET POST', send, freeText),
	'sms/xsend': domestic('GET POST', xsend, template),
	'sms/unionsend': domestic('GET POST', unionsend, { normalOnly: true }),
	'sms/multisend': domestic('POST', multisend, multi),
	'sms/multixsend': domestic('POST', multixsend, multiTemplate),
	'sms/batchsend': domestic('POST', batchsend, { ...freeText, bulk: true }),
	'sms/batchxsend': domestic('POST', batchxsend, { ...template, bulk: true }),
	'sms/template': domestic('GET POST PUT DELETE', templates, managed),
	'sms/appextend': domestic('GET POST', appextend, { perhapsSigned: ['sms_signature'] }),
	'addressbook/sms/subscribe': domestic('POST', subscribe),
	'addressbook/sms/unsubscribe': domestic('POST', unsubscribe),
	'sms/log': domestic('POST', log),
	'sms/mo': domestic('POST', mo),
	'sms/reports': domestic('POST', reports),
	'balance/sms': domestic('POST', smsBalance),

	'internationalsms/send': international('POST', send, freeText),
	'internationalsms/xsend': international('POST', xsend, template),
	'internationalsms/multixsend': international('POST', multixsend, multiTemplate),
	'internationalsms/batchsend': international('POST', batchsend, { ...freeText, bulk: true }),
	'internationalsms/template': international('GET POST PUT DELETE', templates, managed),
	'balance/internationalsms': international('POST', internationalBalance),
};
