namespace Center.Api.FrontDesk.Pages;

/// <summary>What the pages of the desk say; in <c>DeskTexts.resx</c> (Chinese) and <c>DeskTexts.en.resx</c>.</summary>
internal sealed class DeskTexts;
