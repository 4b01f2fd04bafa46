import { OLDEST } from '../../../demo/versions.mts';
import { asksAndWaits } from '../asks-and-waits.mts';

describe(`Ask and Wait in n8n ${OLDEST}`, () => {
	asksAndWaits(OLDEST);
});
