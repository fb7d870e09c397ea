namespace Center.Api.Plumbing.Pages;

/// <summary>What every page says; in <c>PageTexts.resx</c> (Chinese) and <c>PageTexts.en.resx</c>.</summary>
internal sealed class PageTexts;
