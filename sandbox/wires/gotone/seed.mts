/** The contents of the sandbox account at start. */
import { type Contact, type Group, type Report } from './shapes.mts';

const times = {
	created_at: '2021-04-02T15:04:30.000000Z',
	updated_at: '2021-04-02T15:04:30.000000Z',
};

export const seedGroups = (): Group[] => [
	{ uid: '6065ecdc9184a', name: 'On-call' },
	{ uid: '6065ecdc9184b', name: 'Newsletter' },
];

export const seedContacts = (): Contact[] => [
	{
		id: 1,
		uid: '606732aec8705',
		group: '6065ecdc9184a',
		phone: 61411111111,
		first_name: 'Ada',
		last_name: 'Lovelace',
		custom: {},
		...times,
	},
	{
		id: 2,
		uid: '606732aec8706',
		group: '6065ecdc9184a',
		phone: 61422222222,
		first_name: 'Alan',
		last_name: 'Turing',
		custom: {},
		...times,
	},
];

export const seedReport = (): Report => ({
	id: 1,
	uid: '606812e63f78b',
	to: '61411111111',
	from: 'Sandbox',
	message: 'Welcome to the sandbox',
	sms_type: 'plain',
	status: 'Delivered',
	cost: '1',
	sms_count: 1,
	...times,
});
