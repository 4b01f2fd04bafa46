/** The contents of the sandbox account at start. */
import {
	type Contact,
	type ContactField,
	contactFields,
	type List,
	type Template,
} from './shapes.mts';

const noFields = Object.fromEntries(contactFields.map((name) => [name, null])) as Record<
	ContactField,
	null
>;

export const emptyContact = (contactId: number, listId: number): Contact => {
	const now = Math.floor(Date.now() / 1000);
	const ids = { contact_id: contactId, list_id: listId };
	return { ...noFields, ...ids, date_added: now, date_updated: now };
};

export const seedTemplates = (): Template[] => [
	{
		template_id: 587_713,
		template_name: 'Appointment reminder',
		body: 'Hi {first_name}, see you on {date} at {time}. Reply C to cancel.',
	},
	{
		template_id: 587_916,
		template_name: 'Server alert',
		body: '{host} is {state} since {time}.',
	},
];

export const seedLists = (): List[] => [
	{ list_id: 428, list_name: 'On-call', list_email_id: 'KB0LHD6WXFVHZWTR' },
	{ list_id: 429, list_name: 'Newsletter', list_email_id: 'QX7MZD2PAFVLTW3S' },
];

/** Documented test numbers: they cost nothing (docs/providers/clicksend.md §12). */
export const seedContacts = (): Contact[] => [
	{
		...emptyContact(552_786, 428),
		phone_number: '+61411111111',
		first_name: 'Ada',
		last_name: 'Lovelace',
		email: 'ada@example.com',
		custom_1: 'primary',
	},
	{
		...emptyContact(552_787, 428),
		phone_number: '+61422222222',
		first_name: 'Alan',
		last_name: 'Turing',
		custom_1: 'secondary',
	},
	{
		...emptyContact(552_788, 428),
		phone_number: '+14055555555',
		first_name: 'Grace',
		last_name: 'Hopper',
		custom_1: 'manager',
	},
];

export const dedicatedNumbers = [
	{ number: '+61448000111', country: 'AU', name: 'Australia', price: '18.59', notes: null },
	{ number: '+14155550123', country: 'US', name: 'United States', price: '2.99', notes: 'Alerts' },
] as const;

export const ownNumbers = [
	{ number: '+61412345678', country: 'AU', label: 'My phone number', status: 'APPROVED' },
	{ number: '+61498765432', country: 'AU', label: 'New phone', status: 'PENDING' },
] as const;

export const alphaTags = [
	{ tag: 'SandboxCo', status: 'APPROVED' },
	{ tag: 'Alerts', status: 'APPROVED' },
	{ tag: 'Pending1', status: 'PENDING' },
] as const;
