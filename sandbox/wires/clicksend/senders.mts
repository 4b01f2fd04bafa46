import { type FastifyInstance } from 'fastify';
import { currencyWithLimits, success } from './envelope.mts';
import { offsetPageOf, pageOf, type Query } from './paging.mts';
import { alphaTags, dedicatedNumbers, ownNumbers } from './seed.mts';

const ownerId = '85edb794-ee6d-4a38-9f63-c5fa8acf0d79';
const owner = { account_id: ownerId, workspace_id: ownerId, user_id: ownerId };
const madeAt = { created_timestamp: '2026-01-05T09:00:00.000Z' };
const changedAt = { updated_timestamp: '2026-01-05T09:05:00.000Z' };
const idOf = (kind: number, index: number) =>
	`db630385-cb76-457d-8f1${kind}-${String(index).padStart(12, '0')}`;

const numbers = dedicatedNumbers.map(({ number, country, name, price, notes }, index) => ({
	dedicated_number: number,
	country,
	price,
	_country_name: name,
	notes,
	type: 'sms',
	number_type: 'longcode',
	number_category: null,
	number_guid: idOf(0, index).toUpperCase(),
	form_submission_id: null,
	status: {
		value: 0,
		label: 'REGISTRATION_NOT_REQUIRED',
		description: 'Your number is ready to go.',
		name: 'Ready to use',
	},
}));

const verified = ownNumbers.map(({ number, country, label, status }, index) => ({
	id: idOf(1, index),
	...owner,
	phone_number: number,
	country,
	label,
	status,
	verified_timestamp: status === 'APPROVED' ? '2026-01-05T09:04:00.000Z' : null,
	notified_timestamp: null,
	is_nearing_expiration: false,
	...madeAt,
	...changedAt,
}));

const tags = alphaTags.map(({ tag, status }, index) => ({
	id: idOf(2, index),
	...owner,
	alpha_tag: tag,
	status,
	reason: 'Company Name',
	countries: ['AU'],
	...madeAt,
	...changedAt,
}));

type NumberRow = (typeof numbers)[number];

/** `q=type:sms,country:AU` (docs/providers/clicksend.md §13). */
function fitsQuery(row: NumberRow, q: string): boolean {
	const fields: Record<string, string> = {
		type: row.type,
		number_type: row.number_type,
		country: row.country,
	};
	return q.split(',').every((pair) => {
		const [field = '', value = ''] = pair.split(':');
		return fields[field]?.toLowerCase() === value.toLowerCase();
	});
}

/** Statuses are `filter[status][]` or `filter[status][0]`, `[1]`, … (OpenAPI: own numbers). */
const wantedStatuses = (query: Query) =>
	Object.entries(query).flatMap(([name, value]) =>
		/^filter\[status\]\[\d*\]$/.test(name) && value ? [value] : [],
	);

/** The senders that an account owns. Two of the three lists have no envelope (OpenAPI). */
export function senderRoutes(app: FastifyInstance): void {
	app.get<{ Querystring: Query }>('/v3/numbers', ({ query }) => {
		const found = query.q ? numbers.filter((row) => fitsQuery(row, query.q ?? '')) : numbers;
		const page = pageOf(found, query, '/v3/numbers');
		return success('Here are you dedicated numbers.', { ...page, _currency: currencyWithLimits });
	});

	app.get<{ Querystring: Query }>('/v3/own-numbers', ({ query }) => {
		const statuses: readonly string[] = wantedStatuses(query);
		const found = verified.filter(
			({ status }) => statuses.length === 0 || statuses.includes(status),
		);
		const { data, _metadata } = offsetPageOf(found, query, '/v3/own-numbers', 500);
		return { own_numbers: data, _metadata };
	});

	app.get<{ Querystring: Query }>('/v3/alpha-tags', ({ query }) => {
		const { data, _metadata } = offsetPageOf(tags, query, '/v3/alpha-tags', 1000);
		return { alpha_tags: data, _metadata };
	});
}
