namespace Center.Api.Plumbing;

/// <summary>One entry of the problem catalogue: what a refusal code means and who does what about it.</summary>
/// <param name="Code">Stable code; the last part of the problem's <c>type</c>.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Title">Short and the same each time.</param>
/// <param name="Client">What the calling program does.</param>
/// <param name="Staff">What the centre's staff do.</param>
/// <param name="Operator">What the operator of the service does.</param>
internal sealed record Problem(string Code, int Status, string Title, string Client, string Staff, string Operator)
{
    private const string Nothing = "Nothing.";

    /// <summary>A problem that only the client can do something about.</summary>
    public static Problem OfClient(string code, int status, string title, string client) =>
        new(code, status, title, client, Nothing, Nothing);

    /// <summary>A rule that staff can explain or override.</summary>
    public static Problem OfRule(string code, int status, string title, string client, string staff) =>
        new(code, status, title, client, staff, Nothing);
}
