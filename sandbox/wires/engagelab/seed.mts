/** The accounts at start. The times and the first legacy sign are those of the documentation. */
import { type World } from '../../world.mts';
import { EngageLabAccount, type Sign, type Template } from './account.mts';

const created = Date.parse('2021-04-10T10:44:37+08:00');
const updated = Date.parse('2022-06-14T19:20:35+08:00');

const sign = (id: string, name: string, status = 2): Sign => ({
	id,
	name,
	status,
	createdAt: created,
	updatedAt: updated,
});

const template = (id: string, name: string, fields: Partial<Template>): Template => ({
	id,
	name,
	type: 'utility',
	content: '',
	status: 2,
	remark: '',
	signId: '',
	signPosition: 0,
	countryCodes: 'CN,US,AU',
	createdAt: created,
	updatedAt: updated,
	...fields,
});

const currentSign = '1972488990548340001';

export const currentAccount = (world: World): EngageLabAccount =>
	new EngageLabAccount(world, 1_972_488_990_548_348_928n, () => ({
		signs: [sign(currentSign, 'Sandbox'), sign('1972488990548340002', 'Waiting', 1)],
		templates: [
			template('1972488990548341001', 'Server alert', { content: '{{text}}' }),
			template('1972488990548341002', 'Code', {
				type: 'authentication',
				content: 'Your code is {code}',
				signId: currentSign,
				signPosition: 1,
			}),
			template('1972488990548341003', 'Sale', {
				type: 'marketing',
				content: 'Only today: {{offer}}',
				status: 1,
			}),
		],
	}));

export const legacyAccount = (world: World): EngageLabAccount =>
	new EngageLabAccount(world, 1527n, () => ({
		signs: [sign('10', 'shanshan'), sign('1427', 'Sandbox')],
		templates: [
			template('123', 'Server alert', { type: 1, content: '%text%', status: 1 }),
			template('124', 'Code', {
				type: 0,
				content: 'Your code is %code%',
				status: 1,
				signId: '10',
			}),
			template('125', 'Sale', { type: 2, content: 'Only today: %offer%', status: -2 }),
		],
	}));
