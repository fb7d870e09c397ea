using System.Collections.Generic;

namespace Center.Api.Plumbing.Reference;

/// <summary>What the reference says about the routes that belong to no room.</summary>
internal static class OperationsReference
{
    public static IReadOnlyList<RouteNote> All { get; } =
    [
        RouteNote.Get("/health/live", "Whether the process runs").Answers<HealthAnswer>(),
        RouteNote.Get("/health/ready", "Whether requests are served").Answers<HealthAnswer>(),
        RouteNote.Get("/version", "What runs here").Answers<VersionAnswer>(),
        RouteNote
            .Get("/metrics", "How the service does, for Prometheus")
            .Says("Text of Prometheus, or OpenMetrics where `Accept` asks for it."),
        RouteNote.Get("/problems", "Every problem code").Answers<ProblemsAnswer>(),
        RouteNote.Get("/problems/{code}", "What a problem code means and who does what").Answers<Problem>(),
    ];
}

/// <summary>How the service is.</summary>
/// <param name="Status">live or ready.</param>
internal sealed record HealthAnswer(string Status);

/// <summary>What runs.</summary>
/// <param name="Product">Center.</param>
/// <param name="Version">Version and revision.</param>
/// <param name="Runtime">Version of .NET.</param>
internal sealed record VersionAnswer(string Product, string Version, string Runtime);

/// <summary>The catalogue.</summary>
/// <param name="Items">By code.</param>
internal sealed record ProblemsAnswer(IReadOnlyList<Problem> Items);
