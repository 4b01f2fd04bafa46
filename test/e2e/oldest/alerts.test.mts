import { OLDEST } from '../../../demo/versions.mts';
import { alerts } from '../alerts.mts';

describe(`The alert example in n8n ${OLDEST}`, () => {
	alerts(OLDEST);
});
