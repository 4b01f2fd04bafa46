import { arrivalsMatrix } from './arrivals.mts';

describe('ClickSend first', () => arrivalsMatrix('clickSend'));
