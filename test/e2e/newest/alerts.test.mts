import { NEWEST } from '../../../demo/versions.mts';
import { alerts } from '../alerts.mts';

describe(`The alert example in n8n ${NEWEST}`, () => {
	alerts(NEWEST);
});
