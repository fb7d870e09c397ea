using System;
using Center.Domain.Kernel;

namespace Center.Api.Plumbing;

/// <summary>Carries a refusal out of parsing code at the edge; deciders return refusals instead.</summary>
/// <param name="refusal">The refusal to answer with.</param>
internal sealed class RefusedException(Refusal refusal) : Exception(refusal.Detail)
{
    public RefusedException(string code, string detail, string? member = null)
        : this(member is null ? new Refusal(code, detail) : new Refusal(code, detail).With("member", member)) { }

    public Refusal Refusal { get; } = refusal;
}
