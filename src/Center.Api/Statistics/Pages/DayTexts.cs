namespace Center.Api.Statistics.Pages;

/// <summary>What the page of today says; in <c>DayTexts.resx</c> (Chinese) and <c>DayTexts.en.resx</c>.</summary>
internal sealed class DayTexts;
