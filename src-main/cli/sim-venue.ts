/** The venue of the simulated market, as instruments name it. */
export const SIM_VENUE = 'SIM';
