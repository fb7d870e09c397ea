namespace Center.Api.Bookings.Pages;

/// <summary>What the booking pages say; in <c>BookTexts.resx</c> (Chinese) and <c>BookTexts.en.resx</c>.</summary>
internal sealed class BookTexts;
