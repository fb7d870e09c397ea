using System.Collections.Generic;
using Center.Api.Plumbing;

namespace Center.Api.Audit;

/// <summary>Refusals that only the audit room knows.</summary>
internal static class AuditProblems
{
    public static IReadOnlyList<Problem> All { get; } =
    [
        new(
            "not-published",
            503,
            "Not published yet",
            "Try again after Retry-After; the event is stored and waits for its checkpoint.",
            "Nothing.",
            "When it lasts, look at GET /api/v1/audit/log/status: the log may be halted."
        ),
        new(
            "event-altered",
            409,
            "Not what was sealed",
            "Report it: the event, its salt or its gap was changed after it was sealed, so no proof can hold.",
            "Report it to the operator and to the auditor.",
            "Run -- audit check-log, compare the rows with a backup, find out who wrote to the database."
        ),
        new(
            "log-damaged",
            503,
            "Log damaged",
            "Report it; proofs and tiles that were kept elsewhere stay valid.",
            "Report it to the operator.",
            "Rows of the log's tables are missing: run -- audit check-log and bring the tables back from a backup."
        ),
    ];
}
