namespace Center.Domain.Access;

/// <summary>A role held within a scope.</summary>
/// <param name="Role">What the holder is.</param>
/// <param name="Scope">Where.</param>
public sealed record Grant(Role Role, Scope Scope)
{
    /// <summary>A role in the whole centre.</summary>
    /// <param name="role">The role.</param>
    public static Grant Everywhere(Role role) => new(role, Scope.Centre);

    /// <inheritdoc/>
    public override string ToString() => $"{Role}@{Scope}";
}
