using System;

namespace Center.Projections.People;

/// <summary>A sealed value does not open: altered, moved to another row, or sealed with another vault key.</summary>
public sealed class VaultUnreadableException : Exception
{
    /// <summary>Makes the exception.</summary>
    public VaultUnreadableException() { }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What does not open; names no person.</param>
    public VaultUnreadableException(string message)
        : base(message) { }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What does not open; names no person.</param>
    /// <param name="innerException">What the cipher said.</param>
    public VaultUnreadableException(string message, Exception innerException)
        : base(message, innerException) { }
}
