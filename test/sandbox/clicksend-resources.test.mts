import { Client, type Page, useSandbox } from './harness.mts';

const sandbox = useSandbox();
const client = new Client(sandbox);

type Fields = Record<string, unknown>;

describe('templates', () => {
	it('exist at start, with placeholders', async () => {
		const { body } = await client.call<Page<Fields>>('GET', '/v3/sms/templates');
		expect(body.response_msg).toBe('Here are your data.');
		expect(body.data.total).toBe(2);
		expect(body.data.data[0]).toMatchObject({
			template_id: 587713,
			template_name: 'Appointment reminder',
			body: expect.stringContaining('{first_name}') as string,
		});
	});

	it('are created, read, changed and deleted', async () => {
		const path = '/v3/sms/templates';
		const fresh = { template_name: 'New', body: 'Hi {name}' };
		const made = await client.call<{ template_id: number }>('POST', path, fresh);
		expect(made.body.response_msg).toBe('New template has been saved.');
		const one = `${path}/${made.body.data.template_id}`;
		expect((await client.call('GET', one)).body.data).toMatchObject(fresh);
		const changed = await client.call('PUT', one, { body: 'Bye' });
		expect(changed.body).toMatchObject({
			response_msg: 'Your template has been updated.',
			data: { template_name: 'New', body: 'Bye' },
		});
		const gone = await client.call('DELETE', one);
		expect(gone.body).toMatchObject({
			response_msg: 'Your template has been deleted.',
			data: null,
		});
		expect((await client.call('GET', one)).status).toBe(404);
	});

	it('need a name and a text, and are restored by a reset', async () => {
		expect((await client.call('POST', '/v3/sms/templates', { body: 'x' })).status).toBe(400);
		await client.call('DELETE', '/v3/sms/templates/587713');
		sandbox().reset();
		expect((await client.call('GET', '/v3/sms/templates/587713')).status).toBe(200);
	});
});

describe('lists', () => {
	it('have pages with more links than other endpoints', async () => {
		const { body } = await client.call('GET', '/v3/lists');
		expect(body.data).toMatchObject({
			total: 2,
			data: [
				{ list_id: 428, list_name: 'On-call', _contacts_count: 3 },
				{ list_id: 429, _contacts_count: 0 },
			],
			links: [{ page: 1, active: true }],
		});
		expect(body.data).toHaveProperty('first_page_url');
		expect(body.data).toHaveProperty('last_page_url');
		expect(body.data).toHaveProperty('path');
		expect((await client.call('GET', '/v3/lists?limit=10')).status).toBe(400);
	});

	it('are created, read, changed and deleted', async () => {
		const made = await client.call<{ list_id: number }>('POST', '/v3/lists', { list_name: 'A' });
		expect(made.body).toMatchObject({
			response_msg: 'New list has been created.',
			data: { list_name: 'A', _contacts_count: 0, _import_in_progress: 0 },
		});
		const id = made.body.data.list_id;
		const changed = await client.call('PUT', `/v3/lists/${id}`, { list_name: 'B' });
		expect(changed.body.response_msg).toBe(`List #${id} has been updated.`);
		expect((await client.call('GET', `/v3/lists/${id}`)).body.data).toMatchObject({
			list_name: 'B',
		});
		const gone = await client.call('DELETE', `/v3/lists/${id}`);
		expect(gone.body).toMatchObject({ response_msg: `List #${id} has been deleted.`, data: [] });
		expect((await client.call('GET', `/v3/lists/${id}`)).status).toBe(404);
	});

	it('need a name', async () => {
		expect((await client.call('POST', '/v3/lists', {})).body.response_code).toBe(
			'MISSING_REQUIRED_FIELDS',
		);
	});
});

describe('contacts', () => {
	const path = '/v3/lists/429/contacts';

	it('are created, read, changed and deleted', async () => {
		const ada = { phone_number: '+61455555555', first_name: 'Ada' };
		const made = await client.call<{ contact_id: number }>('POST', path, ada);
		expect(made.body.data).toMatchObject({
			...ada,
			list_id: 429,
			last_name: null,
			_list_name: 'Newsletter',
		});
		const id = made.body.data.contact_id;
		const list = await client.call<Page<Fields>>('GET', path);
		expect(list.body.response_msg).toBe("Here's your list of contacts.");
		expect(list.body.data.data).toHaveLength(1);
		const changed = await client.call('PUT', `${path}/${id}`, { first_name: 'Grace' });
		expect(changed.body).toMatchObject({
			response_msg: `Contact #${id} has been updated successfully.`,
			data: { first_name: 'Grace', phone_number: '+61455555555' },
		});
		expect((await client.call('GET', `/v3/lists/428/contacts/${id}`)).status).toBe(404);
		const gone = await client.call('DELETE', `${path}/${id}`);
		expect(gone.body).toMatchObject({
			response_msg: `Contact #${id} has been deleted.`,
			data: [],
		});
		expect((await client.call('GET', `${path}/${id}`)).status).toBe(404);
	});

	it('need a number or an email address', async () => {
		const nameless = await client.call('POST', path, { first_name: 'Ada' });
		expect(nameless.body.response_code).toBe('MISSING_REQUIRED_FIELDS');
		const wrong = await client.call('POST', path, { phone_number: '12' });
		expect(wrong.body.response_code).toBe('INVALID_RECIPIENT');
		expect((await client.call('POST', path, { email: 'a@example.com' })).status).toBe(200);
	});

	it('are deleted with their list', async () => {
		await client.call('DELETE', '/v3/lists/428');
		expect((await client.call('GET', '/v3/lists/428/contacts')).status).toBe(404);
	});
});

describe('senders', () => {
	it('lists dedicated numbers, by country', async () => {
		const { body } = await client.call<Page<Fields>>('GET', '/v3/numbers?q=type:sms,country:us');
		expect(body.response_msg).toBe('Here are you dedicated numbers.');
		expect(body.data.data).toMatchObject([{ dedicated_number: '+14155550123', country: 'US' }]);
		expect((await client.call('GET', '/v3/numbers?limit=5')).status).toBe(400);
	});

	it('lists own numbers without an envelope, by status', async () => {
		const { body } = await client.call('GET', '/v3/own-numbers?filter[status][0]=APPROVED');
		expect(body).toMatchObject({
			own_numbers: [{ phone_number: '+61412345678', status: 'APPROVED' }],
			_metadata: { pagination: { page_size: 10, next: null } },
		});
		expect(body).not.toHaveProperty('http_code');
	});

	it('pages alpha tags in the other paging style', async () => {
		type Tags = { alpha_tags: { id: string; alpha_tag: string }[] };
		const read = async (query: string) => {
			const response = await client.raw('GET', `/v3/alpha-tags?${query}`);
			return { status: response.status, body: (await response.json()) as Tags };
		};
		const first = await read('page_size=2');
		expect(first.body.alpha_tags.map(({ alpha_tag }) => alpha_tag)).toEqual([
			'SandboxCo',
			'Alerts',
		]);
		expect(first.body).toMatchObject({
			_metadata: { pagination: { next: expect.stringContaining('offset=') as string } },
		});
		const rest = await read(`page_size=2&offset=${first.body.alpha_tags[1]?.id}`);
		expect(rest.body).toMatchObject({
			alpha_tags: [{ alpha_tag: 'Pending1' }],
			_metadata: { pagination: { next: null } },
		});
		const backwards = await read('sort_direction=desc');
		expect(backwards.body.alpha_tags[0]?.alpha_tag).toBe('Pending1');
		for (const query of ['page_size=0', 'page_size=1001', 'sort_direction=up', 'offset=x']) {
			expect((await read(query)).status).toBe(400);
		}
	});
});
