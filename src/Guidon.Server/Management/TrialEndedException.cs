namespace Guidon.Server.Management;

/// <summary>A change was tried out whole, with everything that would refuse it, and is undone: a store undoes what throws, and nothing else.</summary>
/// <param name="reply">What the author is answered.</param>
internal sealed class TrialEndedException(Reply reply) : Exception("The trial is over.")
{
    internal Reply Reply => reply;
}
