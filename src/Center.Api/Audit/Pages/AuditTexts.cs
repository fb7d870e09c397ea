namespace Center.Api.Audit.Pages;

/// <summary>What the auditor's pages say; in <c>AuditTexts.resx</c> (Chinese) and <c>AuditTexts.en.resx</c>.</summary>
internal sealed class AuditTexts;
