namespace Guidon.Contracts;

/// <summary>A part of a list.</summary>
/// <param name="Count">Items of the whole list.</param>
/// <param name="Next">Address of the next page; <see langword="null"/> on the last.</param>
/// <param name="Previous">Address of the page before; <see langword="null"/> on the first.</param>
/// <param name="Results">The items of this page.</param>
/// <typeparam name="T">An item.</typeparam>
public sealed record Page<T>(int Count, string? Next, string? Previous, IReadOnlyList<T> Results);
