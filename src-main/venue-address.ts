/** Where a venue is asked: at its own addresses. */
export const venueAddress = (url: string): string => url;
