import { OLDEST } from '../../demo/versions.mts';
import { asksAndWaits } from './asking.mts';

describe(`Ask and Wait in n8n ${OLDEST}`, () => {
	asksAndWaits(OLDEST);
});
