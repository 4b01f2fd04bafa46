import { Place } from './place.mts';
import { repliesByText } from './replies-by-text.mts';

const place = new Place();

beforeAll(async () => {
	await place.open('clickSendApi');
}, 20 * 60_000);
afterAll(async () => {
	await place.close();
});

repliesByText(place);
