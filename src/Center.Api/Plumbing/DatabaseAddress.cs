namespace Center.Api.Plumbing;

/// <summary>Where the database is and how to enter it, for programs beside the service; a secret.</summary>
/// <param name="ConnectionString">Connection string as Npgsql reads it.</param>
internal sealed record DatabaseAddress(string ConnectionString);
