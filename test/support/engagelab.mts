/** The EngageLab node for tests: its two generations, and its operations. */
import { type ICredentialDataDecryptedObject, type IDataObject } from 'n8n-workflow';
import { type NodeSpec } from './engine.mts';
import { accounts } from './suite.mts';

export interface Generation {
	generation: 'current' | 'legacy';
	/** The sandbox's name for this generation. */
	wire: string;
	credential(url: string): ICredentialDataDecryptedObject;
	/** A sign that the account has and may change. */
	signId: string;
	signName: string;
	/** A template that the account may send; its text is the value `text`. */
	templateId: string;
	/** A template with a leading sign and the value `code`. */
	codeTemplateId: string;
	/** A template that is not approved. */
	pendingTemplateId: string;
	signPath: string;
	templatePath: string;
}

export const CURRENT: Generation = {
	generation: 'current',
	wire: 'engagelab',
	credential: (url) => accounts(url).engageLabSmsApi,
	signId: '1972488990548340001',
	signName: 'Sandbox',
	templateId: '1972488990548341001',
	codeTemplateId: '1972488990548341002',
	pendingTemplateId: '1972488990548341003',
	signPath: '/v1/sign-configs',
	templatePath: '/v1/template-configs',
};

export const LEGACY: Generation = {
	generation: 'legacy',
	wire: 'engagelab-legacy',
	credential: (url) => ({
		generation: 'legacy',
		username: 'sms_user',
		password: 'sms_key',
		baseUrl: `${url}/engagelab/legacy`,
	}),
	signId: '10',
	signName: 'shanshan',
	templateId: '123',
	codeTemplateId: '124',
	pendingTemplateId: '125',
	signPath: '/v1/signs',
	templatePath: '/v1/templates',
};

export const GENERATIONS = [CURRENT, LEGACY];

/** A node with one operation. */
export const operation = (
	resource: string,
	name: string,
	parameters: IDataObject = {},
	settings: NodeSpec['settings'] = {},
): NodeSpec => ({
	type: 'n8n-nodes-sms-suite.engageLabSms',
	credentials: ['engageLabSmsApi'],
	settings,
	parameters: { resource, operation: name, ...parameters },
});

/** The day that is so many days from now, as n8n gives it. */
export const day = (days: number): string =>
	new Date(Date.now() + days * 24 * 3_600_000).toISOString().slice(0, 10);
