/**
 * Send SMS with features that a provider lacks: it is not offered for them, and if an expression asks
 * for one anyway, an error reports it before anything is sent.
 */
import { type IDataObject, type INodeProperties, type INodePropertyOptions } from 'n8n-workflow';
import { type Capabilities, type SmsProvider } from '../../../core/provider';
import { PROVIDERS } from '../../../nodes/providers';
import { ON_ERROR } from '../../support/send.mts';
import { accounts, useSuite } from '../../support/suite.mts';

const suite = useSuite();
const SEND_SMS = 'n8n-nodes-sms-suite.sendSms';

/** A recipient that each provider could reach. */
const recipientOf = ({ id }: SmsProvider) => (id === 'submail' ? '+8613800138000' : '+61411111111');

const without = (what: keyof Capabilities) =>
	PROVIDERS.map(({ provider }) => provider)
		.filter(({ capabilities }) => !capabilities[what])
		.map((provider) => ({ name: provider.displayName, provider }));

/** The error if only this provider is chosen; nothing was sent. */
async function refusal(provider: SmsProvider, parameters: IDataObject): Promise<IDataObject> {
	const outcome = await suite.engine.run({
		type: SEND_SMS,
		credentials: provider.authentications.slice(0, 1).map(({ value }) => value),
		settings: ON_ERROR.continue,
		parameters: {
			operation: 'send',
			providers: [provider.id],
			to: recipientOf(provider),
			message: '【Sandbox】Disk full',
			...parameters,
		},
	});
	expect(suite.sandbox.messages()).toEqual([]);
	expect(suite.sandbox.requests({ method: 'POST' })).toEqual([]);
	const [row] = outcome.outputs[0] ?? [];
	expect(row?.json).toMatchObject({ outcome: 'notSent' });
	return row?.json.failure as IDataObject;
}

/** The providers that can be chosen within Templates, Senders or Routes. */
function offered(collection: string, row: string): string[] {
	const { description } = suite.engine.registry.getByNameAndVersion(SEND_SMS);
	const all = description.properties.flatMap((property) => [
		property,
		...((property.options ?? []) as INodeProperties[]),
	]);
	const rows = all.find(({ name, type }) => name === collection && type === 'fixedCollection');
	const { values = [] } = (rows?.options ?? []).find(({ name }) => name === row) as {
		values?: INodeProperties[];
	};
	const choice = values.find(({ name }) => name === 'provider');
	return ((choice?.options ?? []) as INodePropertyOptions[]).map(({ value }) => String(value));
}

const those = (what: keyof Capabilities) =>
	PROVIDERS.filter(({ provider }) => provider.capabilities[what]).map(
		({ provider }) => provider.id,
	);

test('all five can be chosen, each only for what it supports', () => {
	const all = PROVIDERS.map(({ provider }) => provider.id);
	expect([...all].sort()).toEqual([
		'clickSend',
		'engageLabSms',
		'goToneSms',
		'smsMobileApi',
		'submail',
	]);
	const { description } = suite.engine.registry.getByNameAndVersion(SEND_SMS);
	const choice = description.properties.find(({ name }) => name === 'providers');
	const chosen = (choice?.options ?? []) as INodePropertyOptions[];
	expect(chosen.map(({ value }) => value)).toEqual(all);
	expect(offered('templates', 'template')).toEqual(those('template'));
	expect(offered('senders', 'sender')).toEqual(those('sender'));
	expect(those('sender')).not.toContain('engageLabSms');
	expect(Object.keys(accounts(''))).toEqual(
		expect.arrayContaining(
			PROVIDERS.flatMap(({ provider }) => provider.authentications.map(({ value }) => value)),
		),
	);
});

test('on the canvas, the node shows the names of its providers', () => {
	const { description } = suite.engine.registry.getByNameAndVersion(SEND_SMS);
	const context = suite.engine.context({
		type: SEND_SMS,
		parameters: { operation: 'send', providers: ['submail', 'clickSend', 'later'] },
	});
	expect(context.evaluateExpression((description.subtitle ?? '').slice(1), 0)).toBe(
		'SUBMAIL, ClickSend, later',
	);
});

test.each(without('template'))('$name, asked for a template', async ({ name, provider }) => {
	const template = [{ provider: `={{ "${provider.id}" }}`, templateId: '1' }];
	expect(
		await refusal(provider, { contentType: 'template', templates: { template } }),
	).toMatchObject({
		class: 'configuration',
		message: `${name} cannot send stored templates through this node`,
	});
});

test.each(without('text'))('$name, asked for a text', async ({ name, provider }) => {
	expect(await refusal(provider, {})).toMatchObject({
		class: 'configuration',
		message: `${name} sends only stored templates, and no template is set for it`,
	});
});

test.each(without('schedule'))('$name, asked for a later time', async ({ name, provider }) => {
	const options = { sendAt: `={{ "2035-01-01T00:00:00Z" }}` };
	expect(await refusal(provider, { options })).toMatchObject({
		parameter: 'Send At',
		message: `${name} cannot send at a later time`,
	});
});

test.each(without('sender'))('$name, asked for a custom sender', async ({ name, provider }) => {
	const senders = { sender: [{ provider: `={{ "${provider.id}" }}`, from: 'Alerts' }] };
	const template = [{ provider: provider.id, templateId: '1972488990548341001' }];
	const parameters = { contentType: 'template', templates: { template }, options: { senders } };
	expect(await refusal(provider, parameters)).toMatchObject({
		class: 'configuration',
		parameter: 'Senders',
		message: `${name} does not support a custom sender`,
	});
});

test.each(without('shortCodes'))('$name, asked for a short code', async ({ provider }) => {
	const templates = { template: [{ provider: 'engageLabSms', templateId: '1' }] };
	const content = provider.capabilities.text ? {} : { contentType: 'template', templates };
	expect(await refusal(provider, { to: '12345', ...content })).toMatchObject({
		class: 'invalidRecipient',
		parameter: 'To',
	});
});
