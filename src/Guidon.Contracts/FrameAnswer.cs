namespace Guidon.Contracts;

/// <summary>Answer of <c>GET /api/guidon/v1/frame</c>: what a person sees around every screen, in one request.</summary>
/// <param name="Organisation">Id of the caller's organisation.</param>
/// <param name="OrganisationName">As written.</param>
/// <param name="Caller">The person's e-mail address, or the name of a master API key.</param>
/// <param name="IsAdmin">Whether the caller may do everything in the organisation.</param>
/// <param name="Findings">What must not be about the stored data and is, for administrators; 0 when all is well.</param>
/// <param name="Projects">Those that the caller may see, by name.</param>
/// <param name="Organisations">All that the caller belongs to, by name; the header <c>X-Organisation</c> chooses one.</param>
/// <param name="Permissions">What can be granted for an organisation and the caller may here; <c>CREATE_PROJECT</c> only where making one would be allowed.</param>
/// <param name="PublicUrl">Where people reach this server, as the operator set it (<c>Access:PublicUrl</c>), without a final slash; <see langword="null"/> when it is not set.</param>
public sealed record FrameAnswer(
    int Organisation, string OrganisationName, string Caller, bool IsAdmin, int Findings, IReadOnlyList<FrameProject> Projects, IReadOnlyList<NamedReference> Organisations,
    IReadOnlyList<string> Permissions, string? PublicUrl);
