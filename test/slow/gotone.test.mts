import { arrivalsMatrix } from './arrivals.mts';

describe('GoTone first', () => arrivalsMatrix('goToneSms'));
