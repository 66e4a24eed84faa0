namespace Guidon.Flags;

/// <summary>One form of a <see cref="RenderedAnswer"/>.</summary>
/// <param name="Bytes">What travels.</param>
/// <param name="Tag">A strong entity tag with its quotes.</param>
/// <param name="Coding">The value of <c>Content-Encoding</c>; <see langword="null"/> for the plain form.</param>
public sealed record AnswerForm(ReadOnlyMemory<byte> Bytes, string Tag, string? Coding);
