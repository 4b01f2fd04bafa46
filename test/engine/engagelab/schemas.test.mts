/** EngageLab's output schemas, checked against the outputs of both generations. */
import { type IDataObject } from 'n8n-workflow';
import { byId, rowsOf } from '../../support/clicksend.mts';
import {
	CURRENT,
	day,
	type Generation,
	GENERATIONS,
	LEGACY,
	operation,
} from '../../support/engagelab.mts';
import { holdSchemas, type Outputs } from '../../support/schemas.mts';
import { useSuite } from '../../support/suite.mts';

const suite = useSuite();

const OPERATIONS = [
	...['create', 'delete', 'get', 'getAll', 'update'].flatMap((name) => [
		`sign/${name}`,
		`template/${name}`,
	]),
	'message/send',
];

const parametersOf = (one: Generation): IDataObject => ({
	sign: byId(one.signId),
	signName: 'Other',
	template: byId(one.codeTemplateId),
	templateName: 'New',
	content: 'Hi',
	countryCodes: 'CN',
	returnAll: true,
	to: '+61411111111',
	variables: { variable: [{ name: 'code', value: '1' }] },
});

/** A message has a time if the generation accepts one. */
const laterOf = (one: Generation): IDataObject[] =>
	one === CURRENT
		? [{ options: { sendAt: new Date(Date.now() + 3_600_000).toISOString(), reference: 'r' } }]
		: [];

async function rowsIn(one: Generation, name: string): Promise<IDataObject[]> {
	await suite.engine.credentials.add('engageLabSmsApi', one.credential(suite.sandbox.url));
	const [resource = '', value = ''] = name.split('/');
	const more = value === 'send' ? laterOf(one) : [];
	const rows: IDataObject[] = [];
	for (const parameters of [{}, ...more]) {
		const spec = operation(resource, value, { ...parametersOf(one), ...parameters });
		rows.push(...rowsOf(await suite.engine.run(spec)));
	}
	return rows;
}

const outputs: Outputs = Object.fromEntries(
	OPERATIONS.map((name) => [name, async () => await bothGenerations(name)]),
);

async function bothGenerations(name: string): Promise<IDataObject[]> {
	const rows: IDataObject[] = [];
	for (const one of GENERATIONS) rows.push(...(await rowsIn(one, name)));
	return rows;
}

/** Only the legacy generation has statistics. */
outputs['message/getStatistics'] = async () => {
	await rowsIn(LEGACY, 'message/send');
	const days = { firstDay: day(-1), lastDay: day(1), returnAll: true };
	return rowsOf(await suite.engine.run(operation('message', 'getStatistics', days)));
};

holdSchemas(suite, 'EngageLabSms', { outputs });
