import { type FastifyInstance } from 'fastify';
import { type World } from '../../world.mts';
import { devices } from './account.mts';
import { paramsOf } from './params.mts';

/** GET /gateway/mobile/list/ (docs/providers/smsmobileapi.md §4); the fields of an item are [unsure]. */
export function deviceRoutes(app: FastifyInstance, world: World): void {
	app.get('/gateway/mobile/list/', (request) => {
		const { sid = '', search = '' } = paramsOf(request, world);
		const wanted = search.toLowerCase();
		const items = devices
			.filter((device) => sid === '' || device.sid === sid)
			.filter(({ name, number }) => `${name} ${number}`.toLowerCase().includes(wanted));
		const connected = devices.filter((device) => device.connected).length;
		return {
			success: true,
			connected_now: connected,
			connected_limit: 5,
			connected_available: 5 - connected,
			filters: { sid: sid || null, search: search || null },
			items,
			note: 'Connected mobiles of the account',
		};
	});
}
